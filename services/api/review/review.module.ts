import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { ReviewDesk } from './review-desk.js';
import { ReviewController } from './review.controller.js';
import { ReviewRevealService } from './review-reveal.service.js';
import { ReviewService } from './review.service.js';

@Module({
  imports: [ApplicationsModule],
  controllers: [ReviewController],
  providers: [ReviewDesk, ReviewRevealService, ReviewService],
})
export class ReviewModule {}
